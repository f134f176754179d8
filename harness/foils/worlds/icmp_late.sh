# ICMP messages over IPv4 are sent slowly, one after the other.
# Noticed by: suites/wire/test_promptness.py::test_an_echo_request_is_answered_at_once
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root handle 1: htb default 10
tc class add dev wire0 parent 1: classid 1:10 htb rate 10gbit
tc class add dev wire0 parent 1: classid 1:3 htb rate 400bit burst 1 cburst 1
tc filter add dev wire0 parent 1: protocol ip prio 1 u32 match ip protocol 1 0xff flowid 1:3
exec "$@"
