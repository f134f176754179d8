# Loss is suspected after ten duplicates.
# Noticed by: suites::nobody
echo 10 >/proc/sys/net/ipv4/tcp_reordering
exec "$@"
