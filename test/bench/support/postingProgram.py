"""Posts as the SDK's client does: the body is written anew for each post, which has a connection of its own.

Arguments: ports, key, number of posts to each port. The runs come as JSON at the standard input. Writes for each port
how long the program waited, in milliseconds.
"""

import http.client
import json
import sys
import time

ports, key, count = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
runs = json.load(sys.stdin)
headers = {"Content-Type": "application/json", "Authorization": "Bearer " + key}


def post(port):
    body = json.dumps({"runs": runs}).encode()
    begin = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/v1/traces", body, headers)
    connection.getresponse().read()
    took = time.perf_counter() - begin
    connection.close()
    return 1000 * took


times = {port: [] for port in ports}
for turn in range(count):
    # What a post leaves behind slows the next one, so each server is as often the first.
    for port in ports if turn % 2 == 0 else reversed(ports):
        times[port].append(post(port))
print(json.dumps([times[port] for port in ports]))
