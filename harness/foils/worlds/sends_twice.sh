# Everything is sent twice.
# Noticed by: suites::nobody
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root netem duplicate 100% limit 10000
exec "$@"
