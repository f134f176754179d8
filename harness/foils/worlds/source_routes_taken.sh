# Source routes are taken.
# Noticed by: suites/wire/tcp/test_open_source_route.py::test_a_call_that_came_by_a_route_is_dropped_by_default
echo 1 >/proc/sys/net/ipv4/conf/all/accept_source_route
exec "$@"
