"""An agent with a tool that awaits two answers at once."""

import asyncio

from dynamiq import Workflow
from dynamiq.flows import Flow
from dynamiq.nodes.tools.function_tool import function_tool
from scripted import agent, results


async def sky_of(city):
    await asyncio.sleep(0)
    return f"{city}: clear"


async def skies_of(cities):
    return ", ".join(await asyncio.gather(*map(sky_of, cities)))


@function_tool
def skies(cities: str, **kwargs):
    """Looks up the sky of cities."""
    return asyncio.run(skies_of(cities.split()))


def says(messages):
    if results(messages):
        return results(messages)[-1]
    return [("skies", {"thought": "I look.", "action_input": {"cities": "Oslo Rome"}})]


guide = agent("guide", says, tools=[skies(id="skies", name="skies")])
workflow = Workflow(id="awaiting", flow=Flow(id="flow", nodes=[guide]))
