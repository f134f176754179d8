# A SYN-ACK is not repeated.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_synack_retries
exec "$@"
