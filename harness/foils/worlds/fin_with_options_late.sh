# A FIN with timestamps over IPv4 is sent slowly, one after the other.
# Noticed by: suites/wire/test_promptness.py::test_data_and_end_are_sent_at_once_with_all_options
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root handle 1: htb default 10
tc class add dev wire0 parent 1: classid 1:10 htb rate 10gbit
tc class add dev wire0 parent 1: classid 1:3 htb rate 400bit burst 1 cburst 1
tc filter add dev wire0 parent 1: protocol ip prio 1 u32 match ip protocol 6 0xff match u8 0x80 0xf0 at 32 match u8 0x01 0x01 at 33 flowid 1:3
exec "$@"
