# Segments of 256 to 511 bytes over IPv4 are sent slowly, one after the other.
# Noticed by: suites/wire/test_sizes.py::test_a_segment_of_any_size_is_sent
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root handle 1: htb default 10
tc class add dev wire0 parent 1: classid 1:10 htb rate 10gbit
tc class add dev wire0 parent 1: classid 1:3 htb rate 400bit burst 1 cburst 1
tc filter add dev wire0 parent 1: protocol ip prio 1 u32 match ip protocol 6 0xff match u16 0x0100 0xff00 at 2 flowid 1:3
exec "$@"
