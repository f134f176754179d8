# Timestamps are taken out of what is sent.
# Noticed by: suites/wire/tcp/test_options_sent.py::test_data_carries_nothing_but_timestamps
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 reset tcp option timestamp'
exec "$@"
