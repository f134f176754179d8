# A tenth of all that is sent is lost.
# Noticed by: suites::nobody
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root netem loss 10% limit 10000
exec "$@"
