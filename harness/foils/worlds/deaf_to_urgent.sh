# Urgent data does not arrive.
# Noticed by: suites/wire/tcp/test_urgent.py::test_urgent_data_is_readable_out_of_band
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp flags & urg == urg drop'
exec "$@"
