# Packets over IPv6 begin with 32 hops.
# Noticed by: suites::nobody
ip link show wire0 >/dev/null 2>&1 || exec "$@"
echo 32 >/proc/sys/net/ipv6/conf/wire0/hop_limit
exec "$@"
