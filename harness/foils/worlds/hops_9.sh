# Packets to anybody begin with 9 hops.
# Noticed by: suites::nobody
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 hoplimit 9
exec "$@"
