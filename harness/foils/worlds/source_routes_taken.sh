# Source routes are taken.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/conf/all/accept_source_route
exec "$@"
