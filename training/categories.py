"""The 14 text categories of the policy, in the order of the reader's outputs (`dict` and TypeScript use the same)."""

VIOLATIONS: tuple[str, ...] = (
    "personal_info_request",
    "material_purchase",
    "external_registration",
    "affiliate_purchase",
    "mlm",
    "review_solicitation",
    "off_platform_contact",
    "off_platform_payment",
    "criminal_work",
)
CAUTIONS: tuple[str, ...] = (
    "unpaid_trial",
    "low_unit_price",
    "too_good_to_be_true",
    "vague_job",
    "reward_change",
)
CATEGORIES: tuple[str, ...] = VIOLATIONS + CAUTIONS
INDEX: dict[str, int] = {name: column for column, name in enumerate(CATEGORIES)}
