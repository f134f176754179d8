# Acknowledgements without data have PSH.
# Noticed by: suites/wire/tcp/test_segmentation.py::test_an_acknowledgement_without_data_has_no_psh
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags == ack tcp flags set psh|ack'
exec "$@"
