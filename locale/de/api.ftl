# What the JSON interface says to people who program with it.
api-requirements-none = keine Voraussetzungen
api-requirements-unknown = Voraussetzungen nicht angegeben
api-problem-parameters-title = Anfrage mit unbrauchbaren Angaben
api-problem-parameters = Diese Angaben konnten nicht gelesen werden: { $parameters }.
api-problem-parameter = „{ $parameter }“ mit dem Wert „{ $value }“: { $reason }
api-problem-not-found-title = Nicht gefunden
api-problem-not-found-offer = Ein Angebot mit dieser Nummer gibt es hier nicht, oder es wird nicht mehr gezeigt.
api-problem-not-found-kennzahl = Eine Kennzahl mit diesem Code gibt es nicht. Alle Codes stehen in /api/v1/kennzahlen.
api-problem-not-found-data = Für dieses Gebiet und Jahr gibt es zu dieser Kennzahl keine öffentlichen Daten.
api-problem-not-found-path = Diese Adresse gibt es in der Schnittstelle nicht. Alle Adressen stehen in /api/v1/openapi.json.
api-problem-method-title = Nur lesen
api-problem-method = Diese Adresse kann nur gelesen werden (GET).
api-problem-internal-title = Fehler auf unserer Seite
api-problem-internal = Die Antwort konnte nicht erstellt werden. Bitte versuchen Sie es später noch einmal.
