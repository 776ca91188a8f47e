"""A model for tests that says what its script wants: without a network, a key or a price."""

import json
from types import SimpleNamespace

from dynamiq.connections import OpenAI as Connection
from dynamiq.nodes.agents import Agent
from dynamiq.nodes.llms import OpenAI
from dynamiq.nodes.types import InferenceMode
from dynamiq.types.streaming import StreamingConfig, StreamingMode

scripts = {}


class Reply(SimpleNamespace):
    """What the SDK reads of the answer of a provider."""

    def model_dump(self):
        return json.loads(json.dumps(self, default=vars))


class Scripted(OpenAI):
    def __init__(self, **kwargs):
        super().__init__(connection=Connection(api_key="none"), **kwargs)
        self._completion = self.say
        self._stream_chunk_builder = lambda chunks, messages: chunks[-1].whole

    def say(self, model, messages, stream=False, **_):
        """Calls of tools, `[(name, arguments)]`, or else the answer."""
        said = scripts[model.split("/")[-1]](messages)
        calls = [("provide_final_answer", {"thought": "", "answer": said})] if isinstance(said, str) else said
        made = [
            Reply(id=f"call_{index}", type="function", index=index,
                  function=Reply(name=name, arguments=json.dumps(arguments)))
            for index, (name, arguments) in enumerate(calls)
        ]
        usage = Reply(prompt_tokens=len(messages), completion_tokens=len(made), total_tokens=len(messages) + len(made))
        message = Reply(content=None, role="assistant", tool_calls=made)
        whole = Reply(choices=[Reply(index=0, message=message, finish_reason="tool_calls")], usage=usage)
        if not stream:
            return whole
        delta = Reply(content=None, role="assistant", tool_calls=made)
        return iter([Chunk(choices=[Reply(index=0, delta=delta, finish_reason="tool_calls")], whole=whole)])


class Chunk(Reply):
    def model_dump(self):
        return json.loads(json.dumps({"choices": self.choices}, default=vars))


def results(messages):
    return [message["content"] for message in messages if message["role"] == "tool"]


def agent(name, script, **parts):
    """An agent that streams all, with a model of its own that follows a script: a function of its messages."""
    scripts[name] = script
    return Agent(
        id=name,
        name=name,
        llm=Scripted(id=f"{name}-llm", model=name),
        role="You answer.",
        inference_mode=InferenceMode.FUNCTION_CALLING,
        streaming=StreamingConfig(enabled=True, mode=StreamingMode.ALL),
        **parts,
    )
