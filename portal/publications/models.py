"""The record: every publication of every municipality, numbered, never changed, chained by hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure

# PostgreSQL refuses to change or remove what has been published, also for the owner of the tables; see `removal`.
APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is published is never changed (% of %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER publication_is_final BEFORE UPDATE OR DELETE ON publications_publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publication_stays BEFORE TRUNCATE ON publications_publication
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER part_is_final BEFORE UPDATE OR DELETE ON publications_part
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER part_stays BEFORE TRUNCATE ON publications_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
CHANGEABLE = """
DROP TRIGGER publication_is_final ON publications_publication;
DROP TRIGGER publication_stays ON publications_publication;
DROP TRIGGER part_is_final ON publications_part;
DROP TRIGGER part_stays ON publications_part;
DROP FUNCTION refuse_change();
"""


class Part(models.Model):
    """A piece of content, stored once by its hash: an unchanged plan costs the next publication nothing."""

    municipality = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()

    exposure = Exposure(internal="id municipality", public="sha256 text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "sha256"], name="part_once")]

    def __str__(self):
        return self.sha256


class Publication(models.Model):
    """One entry of a municipality's chain; the fields are those of `content.Envelope`, plus the content and its salt.

    It holds plain values, codes and UUIDs and no key into the working rows, so that it stands when they change.
    """

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        FOLLOW_UP = "follow_up", _("follow-up")
        SITE = "site", _("the municipality’s facts")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        PIN = "pin", _("going back")

    class Occasion(models.TextChoices):
        DECISION = "decision", _("new decision")
        CORRECTION = "correction", _("editorial correction")
        UPDATE = "update", _("ordinary update")

    municipality = models.UUIDField()
    slug = models.CharField(max_length=60)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.UUIDField()
    version = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    change = models.CharField(max_length=10, choices=Occasion)
    decision = models.CharField(max_length=300, blank=True)
    said = models.CharField(max_length=64, blank=True)
    refers_to = models.DateField(null=True)
    salt = models.CharField(max_length=64)
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    entry = models.CharField(max_length=64)

    exposure = Exposure(
        public="municipality slug sequence kind subject version schema published_at published_by note change decision"
        " said refers_to salt content content_hash previous entry",
        internal="id",
    )

    class Meta:
        ordering = ["municipality", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="publication_sequence"),
            models.UniqueConstraint(fields=["municipality", "previous"], name="publication_chain_has_no_fork"),
            models.UniqueConstraint(fields=["kind", "subject", "version"], name="publication_version"),
        ]

    def __str__(self):
        return f"{self.slug} {self.sequence}: {self.kind} {self.version}"
