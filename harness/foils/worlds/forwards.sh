# Packets for others are passed on.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/ip_forward
exec "$@"
