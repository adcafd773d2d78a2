"""Delivery of reviews: by e-mail, to a folder, or as a notice on this desktop; each once, with a ledger."""

from goalkit.reviews.delivery.deliver import deliver, send_test
from goalkit.reviews.delivery.options import DeliveryOptions
from goalkit.reviews.delivery.password import check_password, keep_password
from goalkit.reviews.delivery.sendings import ask_again, hurry, said

__all__ = ["DeliveryOptions", "ask_again", "check_password", "deliver", "hurry", "keep_password", "said", "send_test"]
