"""A Swift with its S3 API, for tests: swiftServers.py FOLDER PROXY ACCOUNT CONTAINER OBJECT (ports).

Everything lies below FOLDER, everything listens on the loopback interface, and everything ends when standard input does. The account is
test:tester with the key testing. Needs the Debian package python3-swift and none of its services.
"""
import os
import pwd
import signal
import sys

from swift.common import utils

folder = sys.argv[1]
ports = dict(zip(("proxy", "account", "container", "object"), sys.argv[2:6]))
conf_file = os.path.join(folder, "swift.conf")
utils.SWIFT_CONF_FILE = conf_file
user = pwd.getpwuid(os.getuid()).pw_name


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = test\n")
os.makedirs(os.path.join(folder, "devices", "d1"))
os.makedirs(os.path.join(folder, "cache"))

from swift.common.ring import RingBuilder  # noqa: E402  (reads SWIFT_CONF_FILE when it is loaded)
from swift.common.wsgi import run_wsgi  # noqa: E402

for kind in ("account", "container", "object"):
    builder = RingBuilder(4, 1, 1)
    builder.add_dev({
        "id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "d1", "meta": "",
        "ip": "127.0.0.1", "port": int(ports[kind]),
        "replication_ip": "127.0.0.1", "replication_port": int(ports[kind]),
    })
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, kind + ".ring.gz"))

DEFAULT = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = ERROR
log_address = {folder}/no-log
"""

SERVER = DEFAULT + """
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
recon_cache_path = {folder}/cache
"""

PROXY = DEFAULT + """
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
user_test_reader = reading
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:s3api]
use = egg:swift#s3api
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
""" + "".join(
    "[filter:%s]\nuse = egg:swift#%s\n" % (name, name)
    for name in ("catch_errors", "listing_formats", "copy", "slo", "dlo", "symlink")
)

children = []
for kind, port in ports.items():
    text = PROXY if kind == "proxy" else SERVER
    path = write(kind + ".conf", text.format(port=port, user=user, folder=folder, kind=kind))
    child = os.fork()
    if child == 0:
        os.close(0)
        sys.exit(run_wsgi(path, kind + "-server"))
    children.append(child)

sys.stdin.read()
for child in children:
    os.kill(child, signal.SIGKILL)
