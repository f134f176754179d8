# Window scaling is neither offered nor taken.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_window_scaling
exec "$@"
