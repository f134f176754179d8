# A SYN is repeated once only.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_syn_retries
exec "$@"
