# The urgent pointer is read as one more than Linux documents.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/tcp_stdurg
exec "$@"
