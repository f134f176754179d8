# Unknown headers are not reported.
# Noticed by: suites/wire/ip/test_extension_headers.py::test_an_unknown_next_header_is_a_parameter_problem
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmpv6 type parameter-problem drop'
exec "$@"
