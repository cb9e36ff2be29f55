/** Other apps' categories, as they write them in three languages, in ours. */
import { CATEGORIES, type Category } from '../categories.ts';
import { guessCategory } from '../guess-category.ts';
import { foldWord } from './sheet.ts';

const WORDS: Readonly<Partial<Record<Category, string>>> = {
  mercado:
    'groceries|food and drink|food|alimentos|comestibles|supermercado|compras de supermercado|food_and_drink|hortifruti',
  restaurante:
    'dining out|restaurants|jantar fora|restaurantes|restaurante|salir a cenar|comer fora|refeicoes|comida',
  bebidas: 'liquor|bebidas alcoolicas|bebidas|licor|alcohol|drinks',
  transporte:
    'transportation|transport|car|bus/train|gas/fuel|parking|bicycle|taxi|carro|combustivel|gasolina|onibus/trem|estacionamento|' +
    'bicicleta|transporte - outros|coche|autobus/tren|estacionamiento|transporte - otros',
  casa:
    'home|home - other|casa - outros|furniture|household supplies|maintenance|mortgage|rent|services|aluguel|hipoteca|moveis|' +
    'manutencao|itens de casa|servicos|alquiler|muebles|mantenimiento|hogar|casa - otros|cleaning|limpeza',
  contas:
    'utilities|electricity|heat/gas|water|tv/phone/internet|trash|utilities - other|eletricidade|aquecimento/gas|agua|lixo|' +
    'tv/telefone/internet|electricidad|calefaccion/gas|basura|bills|insurance|seguro|taxes|impostos',
  viagem:
    'travel|plane|hotel|lodging|accommodation|aviao|hospedagem|viagens|avion|viaje|viajes|hosting|hotels',
  lazer:
    'entertainment|entertainment - other|games|movies|music|sports|entretenimento|jogos|filmes|musica|esportes|entretenimiento|' +
    'juegos|peliculas|deportes|cinema',
  saude:
    'medical expenses|health|despesas medicas|gastos medicos|saude|salud|pharmacy|farmacia|health and fitness',
  compras:
    'shopping|clothing|electronics|roupas|vestuario|eletronicos|ropa|electronica|life - other|vida - outros',
  educacao: 'education|educacao|educacion|childcare|creche',
  presentes: 'gifts|donation|presentes|doacoes|regalos|charity|caridade',
  pets: 'pets|animais de estimacao|mascotas|animais',
};

const CATEGORY_BY_WORD: ReadonlyMap<string, Category> = new Map([
  ...Object.entries(WORDS).flatMap(([category, words]) =>
    words.split('|').map((word): [string, Category] => [word, category as Category]),
  ),
  ...CATEGORIES.map((category): [string, Category] => [category, category]),
]);

/** Where the file says nothing that we know, by what the bill is called. */
export function mapCategory(category: string, description: string): Category {
  return CATEGORY_BY_WORD.get(foldWord(category)) ?? guessCategory(description);
}
