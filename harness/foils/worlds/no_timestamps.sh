# Timestamps are neither offered nor taken.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_timestamps
exec "$@"
