# The half-closed wait a second only for the other side.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_fin_timeout
exec "$@"
