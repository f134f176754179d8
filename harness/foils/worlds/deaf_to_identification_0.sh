# Datagrams without an identification do not arrive.
# Noticed by: suites/wire/ip/test_header.py::test_the_identification_of_what_is_no_fragment_does_not_matter
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 meta l4proto udp ip id 0 drop'
exec "$@"
