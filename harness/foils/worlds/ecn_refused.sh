# ECN is refused to who asks for it.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_ecn
exec "$@"
