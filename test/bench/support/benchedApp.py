"""What the bench of local apps serves besides an agent: a node that streams many pieces, and one that goes on."""

import threading
import time

from dynamiq.flows import Flow
from dynamiq.nodes.node import Node
from dynamiq.nodes.types import NodeGroup
from dynamiq.types.cancellation import check_cancellation


waiting = threading.Event()


class Streams(Node):
    group: NodeGroup = NodeGroup.TOOLS
    name: str = "Streams"

    def execute(self, input_data, config=None, **kwargs):
        for number in range(input_data["pieces"]):
            self.run_on_node_execute_stream(config.callbacks, {"number": number}, **kwargs)
        return {"content": "done"}


class Waits(Node):
    group: NodeGroup = NodeGroup.TOOLS
    name: str = "Waits"

    def execute(self, input_data, config=None, **kwargs):
        waiting.set()
        while True:
            check_cancellation(config)
            time.sleep(0.002)


streams = Flow(id="streams", nodes=[Streams(id="pieces")])
waits = Flow(id="waits", nodes=[Waits(id="going")])
