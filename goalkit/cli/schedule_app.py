"""`goalkit schedule …`: the group that its commands add themselves to."""

import typer

schedule_app = typer.Typer(
    help="Have reviews made and sent by themselves, see what came of it, and try it.", no_args_is_help=True
)
