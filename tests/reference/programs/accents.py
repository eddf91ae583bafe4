größe = 3
prénom = "André – naïve café"; alter = größe + 1
print("日本語", prénom, alter, größe)
def fläche(länge, höhe=größe):
    ergebnis = länge * höhe  # Fläche
    return ergebnis
