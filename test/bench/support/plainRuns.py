"""The baselines of the bench of local apps: the same code with `run` in one process. Prints a line for each."""

import json
import sys
import threading
import time
from resource import RUSAGE_SELF, getrusage

runs, pieces = int(sys.argv[1]), int(sys.argv[2])


def took(act):
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def tell(**facts):
    print(json.dumps(facts), flush=True)


from awaiting import workflow

tell(ready=True)


def run():
    assert workflow.run({"input": "How is the sky?"}).status.value == "success"


run()
tell(first=True)
times = [took(run) for _ in range(runs)]
ten = took(lambda: [run() for _ in range(10)])
kilobytes = getrusage(RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)

from benchedApp import streams, waiting, waits
from dynamiq.callbacks.streaming import StreamingQueueCallbackHandler
from dynamiq.runnables import RunnableConfig
from queue import Queue


class Counts(Queue):
    count = 0

    def put(self, *_, **__):
        self.count += 1


queue = Counts()
config = RunnableConfig(callbacks=[StreamingQueueCallbackHandler(queue=queue)])
streamed = took(lambda: streams.run({"pieces": pieces}, config=config))
assert queue.count >= pieces


def cancel():
    config = RunnableConfig()
    running = threading.Thread(target=lambda: waits.run({}, config=config))
    running.start()
    waiting.wait()
    waiting.clear()
    began = time.perf_counter()
    config.cancellation.token.cancel()
    running.join()
    return (time.perf_counter() - began) * 1000


tell(times=times, ten=ten, kilobytes=kilobytes, streamed=streamed, canceled=[cancel() for _ in range(5)])
