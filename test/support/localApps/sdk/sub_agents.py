"""An agent that asks another one, which has a tool."""

from dynamiq import Workflow
from dynamiq.flows import Flow
from dynamiq.nodes.tools.agent_tool import SubAgentTool
from dynamiq.nodes.tools.function_tool import function_tool
from scripted import agent, results


@function_tool
def stock(item: str, **kwargs):
    """How many there are."""
    return f"7 {item}"


def clerk():
    return agent("clerk", counts, tools=[stock(id="stock", name="stock")])


def counts(messages):
    if results(messages):
        return results(messages)[-1]
    return [("stock", {"thought": "I count.", "action_input": {"item": "lamps"}})]


def says(messages):
    if results(messages):
        return f"The clerk says: {results(messages)[-1]}"
    return [("ask_clerk", {"thought": "The clerk knows.", "action_input": {"input": "How many lamps?"}})]


asks_clerk = SubAgentTool(id="ask", name="ask_clerk", description="Asks.", agent_factory=clerk)
manager = agent("manager", says, tools=[asks_clerk])
workflow = Workflow(id="sub-agents", flow=Flow(id="flow", nodes=[manager]))
