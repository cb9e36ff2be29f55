/** What may stand after a number, and what it makes of it. */
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export const REAL_WORDS = set(
  `conto contos dinheiros mango mangos merreis mirreis pau paus pila pilas prata pratas reai reais real reas
reau reaus reias reis rs`,
);
export const CENT_WORDS = set('centavo centavos');
export const THOUSANDS = set('mil k barao baroes barao milhar');
export const CURRENCIES: ReadonlyMap<string, string> = new Map(
  'dolar:USD dolares:USD usd:USD dols:USD euro:EUR euros:EUR eur:EUR peso:ARS pesos:ARS libra:GBP libras:GBP gbp:GBP'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Numbers before these count time, size, people or parts: never money. */
export const MEASURES = set(
  `adultos amigas amigos andar andares aninhos ano anos cabecas cadeiras caixas camas caras carros casal cm
convidados copos cota cotas criancas diaria diarias dias doses duzia duzias espetinho espetinhos fardo
fardos fatia fatias fotos g garrafas gb gente gol gols gr grama gramas grau graus h homens hora horas hr
hrs hs jogos kg kilo kilos km l latas latinhas litro litros lugares m mb mensagens mes mesas meses metro
metros min minuto minutos ml mm msgs mulheres noite noites onibus ovos pacotes pagina paginas partes pax
pedaco pedacos pessoa pessoas ponto pontos porcento porcoes quartos quilo quilometro quilometros quilos
rodadas sacos seg seguidores segundos semana semanas temporadas un unid unidades vagas vez vezes voltas`,
);

/** "quarto 304", "mesa 12", "voo 1234": the number names it. */
export const NUMBERED = set(
  `ala andar ano anos ap apartamento apt apto armario artigo assento aula av avenida bloco box br bus cabine
camisa camiseta canal cap capitulo casa celular cep chave cod codigo cpf ep episodio estacao fase ficha
fila fm fone galaxy idade iphone item km lei linha lote mesa metro n nivel nr num numero nº onibus pag
pagina parte passo pedido pin placa placar plataforma playstation poltrona portao protocolo ps quadra
quarto radio ramal rg rodovia rua sala senha setor tam tamanho tel telefone temporada torre turma vaga
versao voo whats whatsapp windows xbox zap`,
);
