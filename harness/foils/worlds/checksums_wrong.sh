# Bytes are damaged behind the back of the stack.
# Noticed by: suites::nobody
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root netem corrupt 20% limit 10000
exec "$@"
