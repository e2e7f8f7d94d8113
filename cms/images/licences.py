"""The licences that an image can be under, each by its SPDX identifier (SPDX License List 3.25)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

#: How SPDX names what is not in its list.
OWN_NAME = "LicenseRef-"


class Licence(models.TextChoices):
    """What is not free to use has a name of ours, in the form that SPDX keeps for that."""

    OWN_WORK = "LicenseRef-own-work", _("Our own work, all rights reserved")
    WITH_PERMISSION = "LicenseRef-with-permission", _("All rights reserved, used with permission")
    CC0_1_0 = "CC0-1.0", _("CC0 1.0: no rights reserved")
    PUBLIC_DOMAIN = "CC-PDM-1.0", _("Public domain")
    CC_BY_4_0 = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA_4_0 = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_ND_4_0 = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_4_0 = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_NC_SA_4_0 = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND_4_0 = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
    CC_BY_3_0 = "CC-BY-3.0", "CC BY 3.0"
    CC_BY_SA_3_0 = "CC-BY-SA-3.0", "CC BY-SA 3.0"
    CC_BY_2_0 = "CC-BY-2.0", "CC BY 2.0"
    CC_BY_SA_2_0 = "CC-BY-SA-2.0", "CC BY-SA 2.0"
    OGL_UK_3_0 = "OGL-UK-3.0", _("Open Government Licence 3.0 (United Kingdom)")
    ETALAB_2_0 = "etalab-2.0", _("Licence Ouverte 2.0 (France)")
