# Packets begin with 32 hops.
# Noticed by: suites::nobody
echo 32 >/proc/sys/net/ipv4/ip_default_ttl
exec "$@"
