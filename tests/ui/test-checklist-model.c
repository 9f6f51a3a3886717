/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-checklist-model.h"
#include "tests/support/app-document.h"

/* Rows as one line: names, children in brackets, "*" before what is ticked and "~" before mixed. */
static char *
describe (TaperChecklistModel *model, GListModel *rows, gboolean found)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint depth = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);
      g_autoptr (TaperClassItem) item = gtk_tree_list_row_get_item (row);
      guint n_ticked, n_classes;
      const TaperTick tick =
          taper_checklist_model_get_state (model, item, found, &n_ticked, &n_classes);

      if (gtk_tree_list_row_get_depth (row) > depth)
        g_string_append (text, " [");
      else if (gtk_tree_list_row_get_depth (row) < depth)
        g_string_append (text, "] ");
      else if (i > 0)
        g_string_append (text, ", ");
      depth = gtk_tree_list_row_get_depth (row);
      g_string_append (text, tick == TAPER_TICK_ALL ? "*" : tick == TAPER_TICK_SOME ? "~" : "");
      g_string_append (text, taper_checklist_model_get_row_name (item));
      if (!taper_checklist_model_is_leaf (item))
        g_string_append_printf (text, " %u/%u", n_ticked, n_classes);
    }
  if (depth > 0)
    g_string_append (text, "]");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_found (TaperChecklistModel *model, const char *expected)
{
  g_autofree char *text = describe (model, taper_checklist_model_get_found (model), TRUE);

  g_assert_cmpstr (text, ==, expected);
}

/* The row of "browse" or "found" with that name; of a group unless @leaf. */
static TaperClassItem *
find_row (GListModel *rows, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);
      g_autoptr (TaperClassItem) item = gtk_tree_list_row_get_item (row);

      if (g_str_equal (taper_checklist_model_get_row_name (item), name))
        return g_steal_pointer (&item);
    }
  g_error ("no row %s", name);
}

static void
toggle (TaperChecklistModel *model, const char *name, gboolean found)
{
  GListModel *rows =
      found ? taper_checklist_model_get_found (model) : taper_checklist_model_get_browse (model);
  g_autoptr (TaperClassItem) item = find_row (rows, name);

  taper_checklist_model_toggle (model, item, found);
}

static void
test_browse (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);
  GListModel *rows = taper_checklist_model_get_browse (model);

  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);
  taper_document_open_demo (self->document);
  watched_settle (self);

  /* 43 groups; those of one class stand for it. */
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 43);
  g_autofree char *text = describe (model, rows, FALSE);
  g_assert_true (g_str_has_prefix (text, "*Apple 5/5, Arla Sour Milk, Asparagus, "));
  g_assert_nonnull (strstr (text, ", Orange, "));
  g_assert_nonnull (strstr (text, ", *Pear 3/3, Pepper 0/4, "));

  g_autoptr (GtkTreeListRow) apple = g_list_model_get_item (rows, 0);
  gtk_tree_list_row_set_expanded (apple, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 48);
  g_autoptr (GtkTreeListRow) asparagus = g_list_model_get_item (rows, 7);
  g_assert_false (gtk_tree_list_row_is_expandable (asparagus));
}

static void
test_toggle (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);
  guint n_ticked, n_classes;

  taper_document_open_demo (self->document);
  watched_settle (self);
  toggle (model, "Lemon", FALSE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 9);
  toggle (model, "Lemon", FALSE);
  toggle (model, "Apple", FALSE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 3);

  /* Some, then all, then none. */
  const int gala = taper_class_list_find (
      taper_bundle_get_classes (taper_document_get_bundle (self->document)), "Royal Gala");
  taper_document_set_ticked (self->document, gala, TRUE);
  g_autoptr (TaperClassItem) apple = find_row (taper_checklist_model_get_browse (model), "Apple");
  g_assert_cmpint (taper_checklist_model_get_state (model, apple, FALSE, &n_ticked, &n_classes), ==,
                   TAPER_TICK_SOME);
  g_assert_cmpuint (n_ticked, ==, 1);
  g_assert_cmpuint (n_classes, ==, 5);
  taper_checklist_model_toggle (model, apple, FALSE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 8);
  taper_checklist_model_toggle (model, apple, FALSE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 3);

  /* A group is one step. */
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 8);
}

static void
test_search (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);

  taper_document_open_demo (self->document);
  watched_settle (self);
  g_assert_false (taper_checklist_model_get_narrowed (model));

  taper_checklist_model_set_query (model, " red ");
  g_assert_true (taper_checklist_model_get_narrowed (model));
  g_assert_cmpuint (taper_checklist_model_get_n_found (model), ==, 6);
  assert_found (model, "*Apple 1/1 [*Red Delicious] Juice 0/2 [God Morgon Orange Red Grapefruit "
                       "Juice, God Morgon Red Grapefruit Juice] Pepper 0/1 [Red Bell Pepper] "
                       "Red Beet, Red Grapefruit");

  /* A hit on the group shows its children. */
  taper_checklist_model_set_query (model, "pear");
  assert_found (model, "*Pear 3/3 [*Anjou, *Conference, *Kaiser]");

  taper_checklist_model_set_query (model, "no such thing");
  g_assert_cmpuint (taper_checklist_model_get_n_found (model), ==, 0);
  assert_found (model, "");
  taper_checklist_model_set_query (model, "");
  g_assert_false (taper_checklist_model_get_narrowed (model));
}

/* Ticking a group while searching leaves its hidden classes alone. */
static void
test_group_of_found (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);

  taper_document_open_demo (self->document);
  watched_settle (self);
  taper_checklist_model_set_query (model, "red");
  toggle (model, "Apple", TRUE);
  assert_found (model, "Apple 0/1 [Red Delicious] Juice 0/2 [God Morgon Orange Red Grapefruit "
                       "Juice, God Morgon Red Grapefruit Juice] Pepper 0/1 [Red Bell Pepper] "
                       "Red Beet, Red Grapefruit");
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 7);
  toggle (model, "Juice", TRUE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 9);

  g_assert_false (taper_checklist_model_found_are_ticked (model));
  taper_checklist_model_tick_found (model, TRUE);
  g_assert_true (taper_checklist_model_found_are_ticked (model));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 13);
  taper_checklist_model_tick_found (model, FALSE);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 7);
}

/* Rows stay where they are while they are ticked, and follow what changes elsewhere. */
static void
test_only_ticked (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);

  taper_document_open_demo (self->document);
  watched_settle (self);
  taper_checklist_model_set_only_ticked (model, TRUE);
  assert_found (model, "*Apple 5/5 [*Golden Delicious, *Granny Smith, *Pink Lady, *Red Delicious, "
                       "*Royal Gala] *Pear 3/3 [*Anjou, *Conference, *Kaiser]");
  toggle (model, "Anjou", TRUE);
  toggle (model, "Apple", TRUE);
  assert_found (model, "Apple 0/5 [Golden Delicious, Granny Smith, Pink Lady, Red Delicious, "
                       "Royal Gala] ~Pear 2/3 [Anjou, *Conference, *Kaiser]");

  /* Together with a search. */
  taper_checklist_model_set_query (model, "k");
  assert_found (model, "*Pear 1/1 [*Kaiser]");
  taper_checklist_model_set_query (model, "");

  taper_document_tick_none (self->document);
  assert_found (model, "");
  g_assert_true (taper_document_undo (self->document));
  assert_found (model, "*Pear 2/2 [*Conference, *Kaiser]");
  taper_checklist_model_set_only_ticked (model, FALSE);
  g_assert_false (taper_checklist_model_get_narrowed (model));
}

/* Another bundle: nothing of the former search or view is left. */
static void
test_bundle (Watched *self, gconstpointer data)
{
  g_autoptr (TaperChecklistModel) model = taper_checklist_model_new (self->document);
  g_autofree char *path = test_data_path ("bundles/tiny-imagenet-s8.safetensors");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  taper_document_open_demo (self->document);
  watched_settle (self);
  taper_checklist_model_set_query (model, "red");
  taper_checklist_model_set_only_ticked (model, TRUE);
  taper_document_open_bundle (self->document, file);
  watched_settle (self);
  g_assert_cmpstr (taper_checklist_model_get_query (model), ==, "");
  g_assert_false (taper_checklist_model_get_only_ticked (model));
  g_assert_cmpuint (g_list_model_get_n_items (taper_checklist_model_get_browse (model)), ==, 16);
  taper_checklist_model_set_query (model, "siamese");
  g_assert_cmpuint (taper_checklist_model_get_n_found (model), ==, 0);
  taper_checklist_model_set_query (model, "dogs");
  g_assert_cmpuint (taper_checklist_model_get_n_found (model), ==, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/checklist-model/browse", test_browse);
  WATCHED_TEST ("/checklist-model/toggle", test_toggle);
  WATCHED_TEST ("/checklist-model/search", test_search);
  WATCHED_TEST ("/checklist-model/group-of-found", test_group_of_found);
  WATCHED_TEST ("/checklist-model/only-ticked", test_only_ticked);
  WATCHED_TEST ("/checklist-model/bundle", test_bundle);
  return g_test_run ();
}
