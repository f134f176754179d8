# A reset in TIME-WAIT is ignored.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_rfc1337
exec "$@"
