# Clients that find the queue full are reset.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_abort_on_overflow
exec "$@"
