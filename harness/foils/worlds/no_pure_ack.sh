# Acknowledgements without data are not sent.
# Noticed by: suites/wire/tcp/test_states_unacceptable.py::test_data_outside_the_window_is_answered_by_an_acknowledgement
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags == ack meta length 40-60 drop'
exec "$@"
