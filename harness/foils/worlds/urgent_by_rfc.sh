# The urgent pointer is read as one more than Linux documents.
# Noticed by: suites/wire/tcp/test_urgent.py::test_the_byte_before_the_one_the_pointer_names_is_urgent
echo 1 >/proc/sys/net/ipv4/tcp_stdurg
exec "$@"
