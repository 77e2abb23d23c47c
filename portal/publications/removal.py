"""The lawful removal: the one way in which what is published may change, kept by the database itself.

A withdrawal that masks or disposes names publications of its own chain that came before it. Of these, and of no others,
content, salt and what was said may be emptied, all at once (who published is said too: it should be a unit, and may
all the same hold a name); and a part may go that no content names any more.
"""

ONLY_LAWFUL_REMOVAL = """
CREATE FUNCTION only_lawful_removal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  emptied text[] := ARRAY['content', 'salt', 'note', 'decision', 'published_by'];
  withdrawal jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.kind IN ('programme', 'follow_up', 'site') AND NEW.content = '' AND NEW.salt = ''
    AND to_jsonb(NEW) - emptied = to_jsonb(OLD) - emptied
    AND (OLD.said <> '' AND NEW.note = '' AND NEW.decision = '' AND NEW.published_by = ''
      OR OLD.said = '' AND (NEW.note, NEW.decision, NEW.published_by) = (OLD.note, OLD.decision, OLD.published_by))
  THEN
    FOR withdrawal IN
      SELECT content::jsonb FROM publications_publication
      WHERE kind = 'withdrawal' AND municipality = OLD.municipality AND sequence > OLD.sequence
    LOOP
      IF withdrawal->>'sort' IN ('mask', 'dispose')
        AND withdrawal @> jsonb_build_object('publications', jsonb_build_array(
          jsonb_build_object('sequence', OLD.sequence)))
      THEN
        RETURN NEW;
      END IF;
    END LOOP;
  END IF;
  RAISE EXCEPTION 'what is published is never changed (% of %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION only_unnamed_parts_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM publications_publication WHERE municipality = OLD.municipality AND kind = 'withdrawal'
  ) AND NOT EXISTS (
    SELECT FROM publications_publication
    WHERE municipality = OLD.municipality AND strpos(content, OLD.sha256) > 0
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'what is published is never changed (% of %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER publication_is_final ON publications_publication;
CREATE TRIGGER publication_is_final BEFORE UPDATE OR DELETE ON publications_publication
  FOR EACH ROW EXECUTE FUNCTION only_lawful_removal();
DROP TRIGGER part_is_final ON publications_part;
CREATE TRIGGER part_is_final BEFORE UPDATE ON publications_part
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER part_goes_lawfully BEFORE DELETE ON publications_part
  FOR EACH ROW EXECUTE FUNCTION only_unnamed_parts_go();
"""
NO_REMOVAL = """
DROP TRIGGER part_goes_lawfully ON publications_part;
DROP TRIGGER part_is_final ON publications_part;
CREATE TRIGGER part_is_final BEFORE UPDATE OR DELETE ON publications_part
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER publication_is_final ON publications_publication;
CREATE TRIGGER publication_is_final BEFORE UPDATE OR DELETE ON publications_publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION only_unnamed_parts_go();
DROP FUNCTION only_lawful_removal();
"""
