# Every connection asks for ECN.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_ecn
exec "$@"
