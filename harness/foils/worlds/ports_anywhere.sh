# The system chooses ports of any number.
# Noticed by: suites/wire/tcp/test_isn.py::test_ports_that_the_system_chooses_lie_in_the_range_that_is_the_default
echo "1024 65535" >/proc/sys/net/ipv4/ip_local_port_range
exec "$@"
