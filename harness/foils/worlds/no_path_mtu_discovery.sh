# Packets may be fragmented on their way.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/ip_no_pmtu_disc
exec "$@"
