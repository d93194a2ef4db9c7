"""What Qt's own input dialogs leave out."""

from PySide6.QtWidgets import QAbstractSpinBox, QInputDialog, QLineEdit


def name_fields(dialog: QInputDialog) -> None:
    """Let a screen reader say what is asked for; call it once all texts are set."""
    # The fields are made no sooner than the layout.
    dialog.sizeHint()
    fields = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QAbstractSpinBox)]
    for field in fields:
        field.setAccessibleName(dialog.labelText())
