"""The agent of @NAME@: the Python agent, with the calls of another module.

PORTING.md explains what else can be replaced. What the module lacks is answered `unsupported` by itself.
"""
import socket  # put your module here

import agent  # the Python agent; the target's file puts its folder on the path


class Words(agent.Words):
    """Every word makes its calls on what this module gives."""

    module = socket


if __name__ == "__main__":
    agent.main(Words(), implementation="@NAME@", version="0")
