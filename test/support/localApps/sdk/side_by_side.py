"""Two nodes beside each other, a Map of their own over a list, and one that takes what they made."""

from dynamiq import Workflow
from dynamiq.flows import Flow
from dynamiq.nodes.node import NodeDependency
from dynamiq.nodes.operators import Map
from dynamiq.nodes.tools.function_tool import function_tool


@function_tool
def weighs(n: int = 0, **kwargs):
    """Weighs."""
    return n * 2


@function_tool
def joins(**kwargs):
    """Joins."""
    return "joined"


left = weighs(id="left", name="left")
right = weighs(id="right", name="right")
each = Map(id="each", name="each", node=weighs(id="inner", name="inner"))
last = joins(id="last", name="last", depends=[NodeDependency(left), NodeDependency(right), NodeDependency(each)])
workflow = Workflow(id="side-by-side", flow=Flow(id="flow", nodes=[left, right, each, last]))
