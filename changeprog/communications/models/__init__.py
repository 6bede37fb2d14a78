"""Who hears what, and when: procedures, the editions composed under them, and their deliveries."""

from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.edition import Edition
from changeprog.communications.models.notice import Notice, NoticeMail
from changeprog.communications.models.procedure import Procedure

__all__ = ["Delivery", "Edition", "Notice", "NoticeMail", "Procedure"]
