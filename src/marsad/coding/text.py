from marsad.language.text import Folder as Folder, Word as Word, words as words
