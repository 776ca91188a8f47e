"""Runs a developer's own Dynamiq workflow for the extension and the command line, one run at a time.

    python dynamiq_worker.py support:workflow | app/flow.py[:name] | flow.yaml[:workflow id]

It talks JSON lines (`core/workerMessages.ts`). In: `run`, `answer`, `cancel`. Out: `ready` or `broken` once, `event` in
a run, `end` after it. It ends with its stdin. What the code prints goes to stderr. Standard library, Python 3.10 on.
"""

import importlib.machinery
import json
import os
import queue
import re
import sys
import threading
import traceback
import uuid
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from pathlib import Path


class AnswerQueue(queue.Queue):
    """The `input_queue` of all nodes. A node asks and waits in one thread, so each question finds its own answer."""

    _clone_shared = True  # The SDK's clones (tools, items of a Map) keep this very object.

    def __init__(self):
        super().__init__()
        self.of_thread = threading.local()
        self.asked = {}

    def ask(self, request_id, event, is_approval):
        self.of_thread.answers = queue.Queue()
        self.asked[request_id] = (self.of_thread.answers, event, is_approval)

    def get(self, block=True, timeout=None):
        return self.of_thread.answers.get(block, timeout)

    def answer(self, request_id, data):
        if request_id not in self.asked:
            return  # The question timed out meanwhile.
        answers, event, is_approval = self.asked.pop(request_id)
        feedback = data.get("feedback") or ""
        if is_approval:
            approved = data.get("approved", data.get("is_approved"))
            body = {"feedback": feedback, "is_approved": approved, "data": data.get("params") or data.get("data") or {}}
        else:
            body = {"content": feedback, "answers": data.get("answers")}
        answers.put(json.dumps({"event": event, "data": body, "request_id": request_id}))


class Target:
    """What is served: loads it, and says where its parts stand in the developer's files."""

    def __init__(self, name):
        self.name = name
        self.yaml = self.entry = None  # The file that is served, until it is loaded: an error without a line is there.
        self.read = {}  # By file: the hash of what was in it when it was read, empty if it wasn't there.
        self.origins = {}

    def load(self):
        sys.argv = [self.name]
        sys.dont_write_bytecode = True
        sys.path[0] = os.getcwd()  # In place of this file's folder, as if the code had been started itself.
        from dynamiq import Workflow
        from dynamiq.flows import Flow
        from dynamiq.nodes.node import Node
        self.note_origins(Node)
        self.note_files()
        place, name = re.fullmatch(r"(.*?)(?::([\w.-]+))?", self.name).groups("")
        if place.endswith((".py", ".yaml", ".yml")):
            self.note(place)
            if not os.path.isfile(place):
                raise FileNotFoundError(f"There is no {place} in {os.getcwd()}")
            self.entry = os.path.abspath(place)
        if place.endswith((".yaml", ".yml")):
            self.yaml = self.entry
            found = Workflow.from_yaml_file(place, wf_id=name or None, init_components=True)
        else:
            found = self.from_module(place, name, (Workflow, Flow, Node))
        if callable(found) and not isinstance(found, (Workflow, Flow, Node)):
            found = found()
        if isinstance(found, Node):
            found = Flow(nodes=[found])
        if isinstance(found, Flow):
            found = Workflow(flow=found)
        if not isinstance(found, Workflow):
            raise TypeError(f"{self.name} is a {type(found).__name__}, not a Workflow, Flow or node")
        self.entry = None
        return found

    def from_module(self, place, name, kinds):
        if place.endswith(".py"):
            file = Path(self.entry)
            root = next(folder for folder in file.parents if not (folder / "__init__.py").exists())
            sys.path.insert(0, str(root))
            place = ".".join(file.relative_to(root).with_suffix("").parts)
        module = importlib.import_module(place)
        self.entry = getattr(module, "__file__", None)
        if name:
            try:
                return attrgetter(name)(module)
            except AttributeError:
                raise LookupError(f"{place} has no {name} at its top level") from None
        for kind in kinds:
            named = {key: value for key, value in vars(module).items() if isinstance(value, kind) and key[0] != "_"}
            if len({id(value) for value in named.values()}) == 1:
                return next(iter(named.values()))
            if named:
                raise LookupError(f"{place} has several: {', '.join(named)}. Specify one, as in {place}:{min(named)}")
        raise LookupError(f"{place} has no Workflow, Flow or node at its top level")

    def note_origins(self, node_class):
        """Where each node is made: the first frame in the developer's code."""
        original = node_class.__init__

        def init(node, /, **fields):  # A field may be called `node`, as that of a Map.
            original(node, **fields)
            stack = traceback.walk_stack(sys._getframe(1))
            made = ({"file": frame.f_code.co_filename, "line": line} for frame, line in stack)
            self.origins[node.id] = next((place for place in made if is_own(place["file"])), {})

        node_class.__init__ = init

    def note_files(self):
        """What is in each of the developer's files when Python reads it: it may be saved while others are loaded."""
        original = importlib.machinery.SourceFileLoader.path_stats

        def path_stats(loader, path):  # Python asks for it before it reads the source or what it compiled earlier.
            if is_own(path):
                self.note(path)
            return original(loader, path)

        importlib.machinery.SourceFileLoader.path_stats = path_stats

    def note(self, path):
        file = Path(os.path.abspath(path))
        self.read[str(file)] = sha256(file.read_bytes()).hexdigest() if file.is_file() else ""

    def error_of(self, error):
        """Why it can't be loaded, with file and line: its traceback is from the developer's first frame on."""
        trace = error.__traceback__
        while trace and not is_own(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        told = traceback.format_exception(type(error), error, trace)
        is_syntax = isinstance(error, SyntaxError) and is_own(error.filename)
        frames = [(each.filename, each.lineno) for each in traceback.extract_tb(trace)]
        frames = [(error.filename, error.lineno)] if is_syntax else [each for each in frames if is_own(each[0])]
        file, line = frames[-1] if frames else self.likely_place(error)
        if file and not frames:
            code = Path(file).read_text("utf-8", "replace").splitlines()[line - 1 : line]
            place = f'  File "{file}", line {line}\n    {"".join(code).strip()}\n'
            told.insert(len(told) - len(traceback.format_exception_only(type(error), error)), place)
        where = f"{os.path.relpath(file)}:{line}: " if file else ""
        kind, text = type(error).__name__, error.msg if is_syntax else str(error)
        about = {"type": kind, "message": where + ": ".join(filter(None, (kind, text))), "file": file, "line": line}
        if file:
            self.read.setdefault(os.path.abspath(file), None)  # The code may have loaded it without Python's import.
        if isinstance(error, ModuleNotFoundError) and error.name:
            about["missing_module"] = error.name
            for path in (Path(folder, *error.name.split(".")) for folder in sys.path):
                self.note(path)  # It is written or installed next.
                self.note(path.with_suffix(".py"))
        return {**about, "traceback": "".join(told)}

    def likely_place(self, error):
        if not self.yaml:
            return self.entry, self.entry and 1
        mark = getattr(error, "problem_mark", None)
        lines = (self.line_of(name) for name in re.findall(r"'([^']+)'", str(error)))
        return self.yaml, mark.line + 1 if mark else next(filter(None, lines), 1)

    def line_of(self, word):
        """The line of the YAML with this key or value."""
        pattern = re.compile(rf"\s*(- )?({re.escape(word)}\s*:|[\w-]+\s*:\s*[\"']?{re.escape(word)}[\"']?\s*$)")
        with open(self.yaml, encoding="utf-8", errors="replace") as lines:
            return next((number for number, text in enumerate(lines, 1) if pattern.match(text)), None)

    def describe(self, workflow):
        nodes = []
        for node in nodes_of(workflow.flow.nodes):
            origin = {"file": self.yaml, "line": self.line_of(node.id)} if self.yaml else self.origins.get(node.id, {})
            code = getattr(getattr(type(node), "_original_func", None), "__code__", None)
            place = {"file": code.co_filename, "line": code.co_firstlineno} if code else None
            about = {"id": node.id, "name": node.name, "type": node.type, "group": text_of(node.group)}
            nodes.append({**about, **origin, "code": place})
        entry = next((node for node in workflow.flow.nodes if type(node).__name__ == "Input"), None)
        schema = getattr(entry, "json_schema", None)
        if entry and not schema:  # Its fields are then those that other nodes name.
            selectors = str([getattr(node.input_transformer, "selector", None) for node in workflow.flow.nodes])
            names = re.findall(rf"\$\.{re.escape(entry.id)}\.output\.(\w+)", selectors)
            schema = {"properties": {name: {"type": "string"} for name in names if name != "files"}}
        return {"id": workflow.id, "name": workflow.name, "nodes": nodes, "input_schema": schema}


def is_own(path):
    """Whether a file is the developer's: not of the interpreter, of an installed package or of the SDK."""
    if not path or path.startswith("<") or os.path.abspath(path) == os.path.abspath(__file__):
        return False
    path = os.path.abspath(path)
    sdk = [os.path.dirname(sys.modules["dynamiq"].__file__)] if "dynamiq" in sys.modules else []
    others = [sys.prefix, os.path.join(sys.base_prefix, "lib"), os.path.dirname(os.__file__), *sdk]
    installed = re.search(r"[\\/](site|dist)-packages[\\/]|[\\/]debugpy[\\/]", path)
    return not installed and not path.startswith(tuple(other + os.sep for other in others))


def nodes_of(found, seen=None):
    """All nodes: also tools, sub-agents, and what operators hold."""
    from dynamiq.nodes.node import Node
    seen = {} if seen is None else seen
    for value in found if isinstance(found, (list, tuple)) else [found]:
        if isinstance(value, Node) and id(value) not in seen:
            seen[id(value)] = value
            for name, part in value:  # Unlike reading them by their names, it prints no warning of deprecated fields.
                if name != "depends":
                    nodes_of(part, seen)
        elif hasattr(value, "nodes") and not isinstance(value, Node):
            nodes_of(value.nodes, seen)
    return list(seen.values())


def text_of(choice):
    """The text of an enumeration's member, which a node may also have as a plain text."""
    return str(getattr(choice, "value", choice))


class Worker:
    def __init__(self, target, is_debugged):
        self.target = Target(target)
        self.is_debugged = is_debugged
        self.out = os.fdopen(os.dup(1), "wb", 0)
        os.dup2(2, 1)
        self.commands = os.fdopen(os.dup(0), "rb", 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # input() fails at once instead of waiting for nobody.
        self.sending = threading.Lock()
        self.jobs = queue.Queue()
        self.token = self.answers = None
        self.written = {}  # By node: how it streams as it is written, False if it doesn't.

    def send(self, **message):
        with self.sending:
            self.out.write(json.dumps(message, default=str).encode() + b"\n")

    def main(self):
        threading.Thread(target=self.read, daemon=True).start()
        about = {"interpreter": sys.executable, "python": sys.version.split()[0]}
        try:
            workflow = self.target.load()
            self.send(kind="ready", app=self.target.describe(workflow), files=dict(self.target.read), **about)
        except BaseException as error:  # SystemExit, too: a module may end the process.
            self.send(kind="broken", error=self.target.error_of(error), files=dict(self.target.read), **about)
            return self.jobs.get()  # No run is sent to it; it ends with its stdin.
        streams = {node.id: node.streaming for node in nodes_of(workflow.flow.nodes)}
        self.written = {id: how.enabled and text_of(how.mode) for id, how in streams.items()}
        while True:
            self.run(workflow, self.jobs.get())

    def read(self):
        for line in self.commands:
            command = json.loads(line)
            if command["kind"] == "run":
                self.jobs.put(command)
            elif command["kind"] == "cancel" and self.token:
                self.token.cancel()
            elif command["kind"] == "answer" and self.answers:
                self.answers.answer(command["request_id"], command["data"])
        os._exit(0)

    def is_extra(self, message):
        """Whether a deployed app wouldn't send it, as the node is written."""
        mode = self.written.get(message.get("entity_id"), "all")
        choices = (message.get("data") or {}).get("choices") if isinstance(message.get("data"), dict) else None
        step = choices[0].get("delta", {}).get("step") if choices else None
        return mode != "all" and (not mode or step not in ("answer", None))

    def prepare(self, workflow):
        """Agents and models tell all they do; whoever asks a person asks by events."""
        from dynamiq.types.feedback import FeedbackMethod
        from dynamiq.types.streaming import StreamingConfig
        nodes = nodes_of(workflow.flow.nodes)
        inner = {id(getattr(node, "llm", None)) for node in nodes}  # An agent switches its own model by itself.
        for node in nodes:
            fields = {name: getattr(node.streaming, name) for name in type(node.streaming).model_fields}
            talks = text_of(node.group) in ("agents", "llms") and id(node) not in inner
            asks = node.approval.enabled or hasattr(node, "input_method")
            if self.is_debugged:
                node.error_handling.timeout_seconds = None  # A stop at a breakpoint would count.
            if talks:
                fields.update(enabled=True, mode="all", include_usage=True)
            if asks:
                limit = node.error_handling.timeout_seconds  # A question has to time out before its node does.
                wait = min(fields["timeout"] or limit, limit - 1) if limit else fields["timeout"]
                fields.update(enabled=True, input_queue=self.answers, timeout=wait)
                node.approval.feedback_method = FeedbackMethod.STREAM
                for name in ("input_method", "output_method"):
                    if getattr(node, name, None) == FeedbackMethod.CONSOLE:
                        setattr(node, name, FeedbackMethod.STREAM)
            if talks or asks:
                node.streaming = StreamingConfig(**fields)

    def run(self, workflow, job):
        from dynamiq.runnables import RunnableConfig
        self.answers = AnswerQueue()
        stream, tracing = handlers(self, job["id"])
        config = RunnableConfig(run_id=job["id"], callbacks=[stream, tracing])
        self.token = config.cancellation.token
        end = {"status": "failed", "output": None, "error": None}
        try:
            self.prepare(workflow)
            result = workflow.run_sync(input_data=input_of(job), config=config)
            end["status"] = {"success": "completed", "canceled": "canceled"}.get(result.status.value, "failed")
            end["output"] = output_of(workflow, result.to_dict()["output"]) if end["status"] == "completed" else None
            end["error"] = result.error.to_dict() if result.error else None
        except BaseException as error:
            end["error"] = self.target.error_of(error)
        trace = [trace_of(each) for each in tracing.runs.values()]
        failed = [each for each in trace if each.get("type") == "node" and each.get("error")]
        if end["status"] == "failed" and end["error"] and failed:
            end["error"].setdefault("traceback", failed[0]["error"].get("traceback"))
        self.token = self.answers = None
        self.send(kind="end", run=job["id"], trace=trace, files=dict(self.target.read), **end)

    def question(self, message):
        """A question of the SDK as the Runs API's event. The answer goes to the thread that asks: this one."""
        data = message["data"]
        is_approval = "mutable_data_params" in data
        request_id = data.get("request_id") or str(uuid.uuid4())
        common = {"id": request_id, "source": message.get("source"), "entity_id": message.get("entity_id")}
        if is_approval or data["action"] == "ask":
            self.answers.ask(request_id, message["event"], is_approval)
        if not is_approval:
            return "agent.human_feedback.requested", {**common, **data}
        params = {"params": data["data"], "editable_params": data["mutable_data_params"]}
        return "approval_request.created", {**common, "prompt": data["template"].strip(), **params}


def input_of(job):
    data = {name: job[name] for name in ("user_id", "session_id") if job.get(name) is not None} | job["input"]
    files = []
    for file in job.get("files") or []:
        content = BytesIO(Path(file["path"]).read_bytes())
        content.name, content.content_type = file["name"], file["mime_type"]
        files.append(content)
    return {**data, "files": [*(data.get("files") or []), *files]} if files else data


def output_of(workflow, output):
    """What the app returns: the output of the only Output node or of the only node, else of each node by its name."""
    nodes = workflow.flow.nodes
    last = nodes if len(nodes) == 1 else [node for node in nodes if type(node).__name__ == "Output"]
    if len(last) == 1:
        return (output.get(last[0].id) or {}).get("output")
    return {node.name or node.id: (output.get(node.id) or {}).get("output") for node in nodes}


def trace_of(run):
    try:
        return json.loads(run.to_json())
    except Exception as error:  # One value that is no JSON must not lose the rest.
        return {"id": str(run.id), "name": run.name, "unreadable": str(error)}


def handlers(worker, run_id):
    """The SDK's callbacks of a run: its stream, and its trace, of which models and plain nodes are told live."""
    from dynamiq.callbacks import TracingCallbackHandler
    from dynamiq.callbacks.streaming import StreamingQueueCallbackHandler
    def tell(kind, message, extra):
        worker.send(kind="event", run=run_id, type=kind, data=message, **({"extra": True} if extra else {}))

    class Stream(StreamingQueueCallbackHandler):
        def send_to_queue(self, event):
            message = json.loads(event.to_json())
            data = message["data"]
            if isinstance(data, dict) and ("mutable_data_params" in data or {"prompt", "action"} <= data.keys()):
                kind, question = worker.question(message)
                tell(kind, question, False)
            else:
                tell("run.data", message, worker.is_extra(message))

    class Trace(TracingCallbackHandler):
        """Also tells live what only a trace knows: each call of a model with its prompt, tokens and cost."""

        def on_node_execute_run(self, serialized, **kwargs):
            super().on_node_execute_run(serialized, **kwargs)
            if kwargs.get("prompt_messages"):
                self.tell_call(kwargs["run_id"], messages=kwargs["prompt_messages"])

        def on_node_start(self, serialized, input_data, **kwargs):
            super().on_node_start(serialized, input_data, **kwargs)
            run = self.runs[kwargs["run_id"]]
            if self.is_plain(run):
                self.tell_step(run, "reasoning", {"thought": "", "action": run.name, "action_input": run.input})

        def on_node_end(self, serialized, output_data, **kwargs):
            super().on_node_end(serialized, output_data, **kwargs)
            self.tell_end(kwargs["run_id"], "success")

        def on_node_error(self, serialized, error, **kwargs):
            super().on_node_error(serialized, error, **kwargs)
            self.tell_end(kwargs["run_id"], "failure")

        def on_node_skip(self, serialized, skip_data, input_data, human_feedback=None, **kwargs):
            super().on_node_skip(serialized, skip_data, input_data, human_feedback, **kwargs)
            self.tell_end(kwargs["run_id"], "skip")

        def is_plain(self, run):
            """A node that is neither an agent, a model nor an agent's tool: the SDK streams nothing of it."""
            by = self.runs.get(run.parent_run_id)
            in_agent = by is not None and by.metadata.get("node", {}).get("group") == "agents"
            return not in_agent and run.metadata["node"].get("group") not in ("agents", "llms", "utils", "operators")

        def tell_step(self, by, step, content):
            tool = {key: by.metadata["node"].get(key) for key in ("name", "type")} | {"action_type": None}
            self.tell_delta(by, step, {"tool_run_id": str(by.id), "tool": tool, **content})

        def tell_delta(self, by, step, content):
            source = {key: by.metadata["node"].get(key) for key in ("id", "name", "group", "type")}
            delta = {"content": content, "source": source["name"], "step": step}
            message = {"run_id": str(by.id), "wf_run_id": run_id, "entity_id": source["id"], "event": "streaming"}
            tell("run.data", {**message, "source": source, "data": {"choices": [{"delta": delta}]}}, True)

        def tell_end(self, id, status):
            run = self.runs[id]
            if self.is_plain(run):
                output = run.output if isinstance(run.output, dict) else {"content": run.output}
                result = run.error["message"] if run.error else output.get("content", run.output)
                rest = {key: value for key, value in output.items() if key not in ("content", "files")}
                shown = {"input": None, "result": None} if status == "skip" else {"input": run.input, "result": result}
                self.tell_step(run, "tool", {"name": run.name, **shown, "output": rest, "status": status})
            if run.metadata["node"].get("group") == "llms":
                error = run.error and {"message": run.error["message"]}
                self.tell_call(id, status=run.status, output=run.output, usage=run.metadata.get("usage"), error=error)

        def tell_call(self, id, **more):
            run = self.runs[id]
            parent = self.runs.get(run.parent_run_id)
            by = parent if parent is not None and parent.type == "node" else run
            model = run.metadata["node"]
            siblings = [other for other in self.runs.values() if other.parent_run_id == run.parent_run_id]
            calls = [other.id for other in siblings if other.metadata.get("node", {}).get("group") == "llms"]
            named = {"call_id": str(id), "model": model.get("model"), "name": model.get("name")}
            self.tell_delta(by, "model_call", {**named, "loop_num": calls.index(id) + 1, **more})

    return Stream(queue.Queue(), threading.Event()), Trace(trace_id=run_id)


if __name__ == "__main__":
    Worker(sys.argv[-1], is_debugged="--debugged" in sys.argv[1:-1]).main()
