# A closed UDP port is not reported.
# Noticed by: suites/wire/icmp/test_errors_sent.py::test_an_error_quotes_the_datagram_as_it_came
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmp type destination-unreachable drop'
exec "$@"
