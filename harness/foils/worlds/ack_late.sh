# Acknowledgements over IPv4 are sent a second late.
# Noticed by: suites::nobody
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root handle 1: prio bands 3 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
tc qdisc add dev wire0 parent 1:3 handle 30: netem delay 1000ms limit 10000
tc filter add dev wire0 parent 1:0 protocol ip prio 1 u32 match ip protocol 6 0xff match u8 0x10 0xff at 33 flowid 1:3
exec "$@"
